# Files that stand inside the program: sql/ as prepared queries, migrations, routines and roles; config/ as defaults.

set(EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_files.cmake)

function(embed target mode folder)
  file(GLOB_RECURSE inputs CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*)
  set(out ${PROJECT_BINARY_DIR}/embedded)
  file(GENERATE OUTPUT ${out}/${mode}.names CONTENT "${inputs}") # a file that gets another name is as new as before: this list is not
  add_custom_command(
    OUTPUT ${out}/${mode}.h ${out}/${mode}.c
    COMMAND ${CMAKE_COMMAND} -DMODE=${mode} -DROOT=${PROJECT_SOURCE_DIR}/${folder} -DOUT=${out} -P ${EMBED_SCRIPT}
    DEPENDS ${inputs} ${out}/${mode}.names ${EMBED_SCRIPT}
    COMMENT "Embedding ${folder}/"
    VERBATIM)
  add_custom_target(embed_${mode} DEPENDS ${out}/${mode}.h)
  target_sources(${target} PRIVATE ${out}/${mode}.c)
  target_include_directories(${target} PUBLIC ${PROJECT_BINARY_DIR})
  add_dependencies(${target} embed_${mode})
endfunction()

function(embed_sql target)
  embed(${target} query sql/query)
  embed(${target} schema sql)
endfunction()

function(embed_profiles target)
  embed(${target} profile config/partners)
endfunction()

function(embed_config target)
  embed(${target} default config)
endfunction()
